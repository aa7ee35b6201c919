"""What has moved between two runs, and which cause did what."""
