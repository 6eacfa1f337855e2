"""Every action_id and callback_id, by the names that the outside interface fixes."""

# Buttons
REFERENCE_REQUEST = "reference_request"
REFERENCE_REQUEST_ANY = "reference_request_any"
REFERENCE_READINGS = tuple(f"reference_reading_{number}" for number in range(5))
"""Say which of its readings a word has; the value is their numbers, the words are in the block_id."""
REFERENCE_LOOSER = "reference_looser"
"""Searches without one criterion; the value is its number."""
REQUEST_FILE_ANYWAY = "request_file_anyway"
REQUEST_SHOW = "request_show"
REQUEST_CANCEL = "request_cancel"
ASK_REVIEW = "ask_review"
ASK_SENT = "ask_sent"
ASK_ANSWER = "ask_answer"
ASK_SCHEDULE = "ask_schedule"
ASK_CALL_OFF = "ask_call_off"
ASK_OUTCOME = "ask_outcome"
DEAL_RESULT = "deal_result"
ASK_OUTSIDE = "ask_outside"
OWNER_OVERRIDE = "owner_override"
UNDO = "undo"
GIVE_LOG = "give_log"
THANKS_RECORD = "thanks_record"
OUTCOME_TOLD = "outcome_told"
NUDGE_LATER = "nudge_later"
MAIL_LINK = "mail_link"
"""A button that only opens the reader's mail program; Slack reports the click all the same."""

# Selects whose options come from the data as somebody types
ADVOCATE = "advocate"

# Commands and shortcuts
REFERENCE_COMMAND = "/reference"
REQUEST_SHORTCUT = "request_reference"
