"""files.*: a file goes up in three steps: ask for an address, send the bytes there, complete."""

import base64

from bot.sandbox.methods.conversations import visible_channel
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.records import Json
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace


@method("files.getUploadURLExternal", "filename length alt_txt snippet_type", scope="files:write")
def files_get_upload_url(call: Call) -> Json:
    name = call.required("filename")
    length = call.number("length", 0)
    if length <= 0:
        raise Refused("invalid_arguments", "length must be the file's size in bytes")
    file_id = call.workspace.new_id("F")
    call.workspace.files[file_id] = {
        "id": file_id,
        "name": name,
        "title": name,
        "size": length,
        "received": 0,
    }
    return {"upload_url": f"{call.workspace.response_urls.base}/upload/{file_id}", "file_id": file_id}


@method(
    "files.completeUploadExternal",
    "files channel_id channels initial_comment thread_ts blocks username icon_url icon_emoji",
    scope="files:write",
)
def files_complete_upload(call: Call) -> Json:
    asked = call.structure("files", "invalid_arguments") or []
    done: list[Json] = []
    for one in asked:
        known = call.workspace.files.get(one.get("id", ""))
        if known is None:
            raise Refused("file_not_found", f"no such file: {one.get('id')!r}")
        if known["received"] != known["size"]:
            raise Refused(
                "file_not_found", f"{known['name']}: {known['received']} of {known['size']} bytes arrived"
            )
        call.workspace.files[known["id"]] = {**known, "completed": True}
        done.append({"id": known["id"], "name": known["name"], "title": one.get("title", known["name"])})
    if not done:
        raise Refused("invalid_arguments", "files is missing")
    channel_id = call.text("channel_id")
    if channel_id:
        channel = visible_channel(call, channel_id)
        call.workspace.post(
            channel.id,
            user=call.workspace.app.user_id,
            text=call.text("initial_comment"),
            files=done,
            thread_ts=call.text("thread_ts"),
        )
    return {"files": done}


def receive_upload(workspace: Workspace, file_id: str, body: bytes) -> None:
    """Keeps the bytes of a file. Raises Refused file_not_found."""
    with workspace.lock:
        known = workspace.files.get(file_id)
        if known is None:
            raise Refused("file_not_found", f"no such upload: {file_id!r}")
        workspace.files[file_id] = {
            **known,
            "received": len(body),
            "content": base64.b64encode(body).decode("ascii"),
        }
