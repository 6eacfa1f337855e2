"""views.*: modals and home tabs."""

from bot.sandbox.checks import check_view
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.records import Json, View
from bot.sandbox.refused import Refused


def checked_view(call: Call, kinds: tuple[str, ...]) -> Json:
    """The `view` argument, as Slack would take it. Raises Refused invalid_arguments or view_too_large."""
    call.required("view")
    view = call.structure("view", "invalid_arguments")
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in kinds:
        message = f"[ERROR] must be of type {' or '.join(kinds)} [json-pointer:/view/type]"
        raise Refused(
            "invalid_arguments", f"/view/type: {kind!r} is not {' or '.join(kinds)}", messages=(message,)
        )
    check_view(view, kind)
    checked: Json = view
    return checked


@method("views.open", "trigger_id interactivity_pointer view")
def views_open(call: Call) -> Json:
    """The view is checked before the trigger is spent, so an invalid one can be mended and sent again."""
    view = checked_view(call, ("modal",))
    trigger = call.workspace.triggers.exchange(call.required("trigger_id"))
    return _answer(call, call.workspace.views.open(trigger.user, view))


@method("views.push", "trigger_id interactivity_pointer view")
def views_push(call: Call) -> Json:
    view = checked_view(call, ("modal",))
    trigger = call.workspace.triggers.exchange(call.required("trigger_id"))
    return _answer(call, call.workspace.views.push(trigger.user, view))


@method("views.update", "view view_id external_id hash")
def views_update(call: Call) -> Json:
    view = checked_view(call, ("modal", "home"))
    known = call.workspace.views.find(call.text("view_id"), call.text("external_id"))
    if known is None:
        raise Refused("not_found", "no such view is open")
    return _answer(call, call.workspace.views.update(known, view, call.text("hash")))


@method("views.publish", "user_id view hash")
def views_publish(call: Call) -> Json:
    view = checked_view(call, ("home",))
    person = call.workspace.person(call.required("user_id"))
    if person.is_bot or person.deleted:
        raise Refused("user_not_found", f"{person.id} has no home tab")
    return _answer(call, call.workspace.views.publish(person.id, view, call.text("hash")))


def _answer(call: Call, view: View) -> Json:
    return {"view": call.workspace.views.as_slack(view)}
