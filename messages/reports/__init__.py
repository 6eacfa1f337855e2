"""The director's report: composed once, and written as HTML, PDF or CSV."""
