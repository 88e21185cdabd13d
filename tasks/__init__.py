"""What the flows are made of, one package a stage; dependencies point from flows to tasks only."""
