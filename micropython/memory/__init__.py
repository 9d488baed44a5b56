"""Where only a board keeps a chain: an ESP32's RTC memory and its NVS."""
