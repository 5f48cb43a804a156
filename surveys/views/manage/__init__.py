"""Running rounds at /manage/: for analysts and administrators, and for regional leads."""
