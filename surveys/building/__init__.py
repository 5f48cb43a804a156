"""A draft round being made in the browser: its forms, and how it will look to a council."""
