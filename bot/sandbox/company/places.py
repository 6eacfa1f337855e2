"""What follows from the country of a sample company."""

from typing import NamedTuple


class Place(NamedTuple):
    region: str
    language: str
    time_zone: str
    dialling: str
    currency: str
    rate: float
    """Units of the currency for one euro, roughly."""


PLACES = {
    "Australia": Place("apac", "en", "Australia/Sydney", "+61 3", "AUD", 1.7),
    "Austria": Place("emea", "de", "Europe/Vienna", "+43 1", "EUR", 1),
    "Brazil": Place("latam", "pt", "America/Sao_Paulo", "+55 11", "USD", 1.1),
    "Canada": Place("amer", "en", "America/Toronto", "+1 416", "CAD", 1.5),
    "Chile": Place("latam", "es", "America/Santiago", "+56 2", "USD", 1.1),
    "Colombia": Place("latam", "es", "America/Bogota", "+57 1", "USD", 1.1),
    "Czechia": Place("emea", "cs", "Europe/Prague", "+420 2", "EUR", 1),
    "Denmark": Place("emea", "da", "Europe/Copenhagen", "+45 33", "DKK", 7.5),
    "France": Place("emea", "fr", "Europe/Paris", "+33 1", "EUR", 1),
    "Germany": Place("emea", "de", "Europe/Berlin", "+49 30", "EUR", 1),
    "India": Place("apac", "en", "Asia/Kolkata", "+91 44", "USD", 1.1),
    "Indonesia": Place("apac", "id", "Asia/Jakarta", "+62 21", "USD", 1.1),
    "Ireland": Place("emea", "en", "Europe/Dublin", "+353 1", "EUR", 1),
    "Italy": Place("emea", "it", "Europe/Rome", "+39 02", "EUR", 1),
    "Japan": Place("apac", "ja", "Asia/Tokyo", "+81 3", "JPY", 165),
    "Kenya": Place("emea", "en", "Africa/Nairobi", "+254 20", "USD", 1.1),
    "Lithuania": Place("emea", "lt", "Europe/Vilnius", "+370 5", "EUR", 1),
    "Malaysia": Place("apac", "ms", "Asia/Kuala_Lumpur", "+60 3", "USD", 1.1),
    "Mexico": Place("latam", "es", "America/Mexico_City", "+52 55", "USD", 1.1),
    "Netherlands": Place("emea", "nl", "Europe/Amsterdam", "+31 20", "EUR", 1),
    "New Zealand": Place("apac", "en", "Pacific/Auckland", "+64 9", "NZD", 1.9),
    "Norway": Place("emea", "nb", "Europe/Oslo", "+47 22", "EUR", 1),
    "Poland": Place("emea", "pl", "Europe/Warsaw", "+48 22", "EUR", 1),
    "Portugal": Place("emea", "pt", "Europe/Lisbon", "+351 21", "EUR", 1),
    "Singapore": Place("apac", "en", "Asia/Singapore", "+65", "SGD", 1.45),
    "South Africa": Place("emea", "en", "Africa/Johannesburg", "+27 11", "USD", 1.1),
    "South Korea": Place("apac", "ko", "Asia/Seoul", "+82 2", "USD", 1.1),
    "Spain": Place("emea", "es", "Europe/Madrid", "+34 93", "EUR", 1),
    "Sweden": Place("emea", "sv", "Europe/Stockholm", "+46 8", "EUR", 1),
    "Switzerland": Place("emea", "de", "Europe/Zurich", "+41 44", "CHF", 0.95),
    "United Arab Emirates": Place("emea", "ar", "Asia/Dubai", "+971 4", "USD", 1.1),
    "United Kingdom": Place("emea", "en", "Europe/London", "+44 20", "GBP", 0.86),
    "United States": Place("amer", "en", "America/New_York", "+1 312", "USD", 1.1),
}
