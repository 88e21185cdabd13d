"""What was translated before: found again, kept when paid for, replaced by better English."""
