"""users.*: who somebody is. E-mail addresses are shown only with users:read.email."""

from bot.sandbox.methods.registry import Call, method, page
from bot.sandbox.records import Json, Person
from bot.sandbox.refused import Refused


def profile(call: Call, person: Person) -> Json:
    shown = {
        "title": person.title,
        "phone": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
        "team": person.team_id,
    }
    if "users:read.email" in call.workspace.scopes and not person.is_bot:
        shown["email"] = person.email
    return shown


def user(call: Call, person: Person, *, with_locale: bool) -> Json:
    body: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": person.is_bot,
        "updated": 1_700_000_000,
        "profile": profile(call, person),
    }
    if person.team_id != call.workspace.team.id:
        body["is_stranger"] = person.is_stranger
    if person.deleted:
        return body
    body |= {
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": person.tz_offset(call.workspace.clock()),
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }
    if with_locale:
        body["locale"] = person.locale
    return body


@method("users.info", "user include_locale", scope="users:read")
def users_info(call: Call) -> Json:
    person = call.workspace.person(call.required("user", "user_not_found"))
    return {"user": user(call, person, with_locale=call.flag("include_locale"))}


@method("users.list", "cursor limit include_locale team_id", scope="users:read")
def users_list(call: Call) -> Json:
    people, metadata = page(call, call.workspace.people())
    with_locale = call.flag("include_locale")
    members = [user(call, person, with_locale=with_locale) for person in people]
    return {"members": members, "cache_ts": int(call.workspace.clock()), "response_metadata": metadata}


@method("users.lookupByEmail", "email", scope="users:read.email")
def users_lookup_by_email(call: Call) -> Json:
    wanted = call.required("email", "users_not_found").casefold()
    for person in call.workspace.people():
        if person.email.casefold() == wanted and not person.deleted and not person.is_bot:
            return {"user": user(call, person, with_locale=False)}
    raise Refused("users_not_found", f"nobody has the address {wanted}")


@method("users.profile.get", "user include_labels", scope="users.profile:read")
def users_profile_get(call: Call) -> Json:
    return {"profile": profile(call, call.workspace.person(call.required("user", "user_not_found")))}
