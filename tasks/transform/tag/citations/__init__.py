"""Whom an article cites: media, agencies, bodies and persons whose words it gives."""
