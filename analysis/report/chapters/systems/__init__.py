"""The systems the municipalities have: what they share, when contracts end, what moving takes."""
