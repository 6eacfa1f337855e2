// The shortcodes that a work message uses; an unknown one stays as it was typed.
const CODES = {
  tada: "🎉", sparkles: "✨", star: "⭐", star2: "🌟", heart: "❤️", green_heart: "💚", yellow_heart: "💛", blue_heart: "💙",
  purple_heart: "💜", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", clap: "👏", raised_hands: "🙌", pray: "🙏",
  wave: "👋", handshake: "🤝", muscle: "💪", point_right: "👉", point_up: "☝️", ok_hand: "👌", eyes: "👀", smile: "😄",
  smiley: "😃", slightly_smiling_face: "🙂", blush: "😊", grin: "😁", joy: "😂", wink: "😉", thinking_face: "🤔",
  relieved: "😌", sweat_smile: "😅", cry: "😢", hugging_face: "🤗", rocket: "🚀", fire: "🔥", zap: "⚡", bulb: "💡",
  trophy: "🏆", medal: "🏅", first_place_medal: "🥇", gift: "🎁", bouquet: "💐", sunflower: "🌻", tulip: "🌷", rose: "🌹",
  seedling: "🌱", herb: "🌿", four_leaf_clover: "🍀", sunny: "☀️", sunrise: "🌅", rainbow: "🌈", coffee: "☕", cake: "🍰",
  birthday: "🎂", champagne: "🍾", balloon: "🎈", confetti_ball: "🎊", bell: "🔔", no_bell: "🔕", calendar: "📅",
  date: "📅", spiral_calendar_pad: "🗓️", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", clock9: "🕘",
  memo: "📝", pencil: "📝", pencil2: "✏️", email: "✉️", envelope: "✉️", love_letter: "💌", phone: "☎️", telephone_receiver: "📞",
  movie_camera: "🎥", microphone: "🎤", studio_microphone: "🎙️", books: "📚", book: "📖", newspaper: "📰", link: "🔗",
  bar_chart: "📊", chart_with_upwards_trend: "📈", moneybag: "💰", office: "🏢", globe_with_meridians: "🌐",
  earth_africa: "🌍", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌",
  warning: "⚠️", no_entry: "⛔", information_source: "ℹ️", question: "❓", exclamation: "❗", red_circle: "🔴",
  large_green_circle: "🟢", large_yellow_circle: "🟡", large_blue_circle: "🔵", white_circle: "⚪", arrow_right: "➡️",
  repeat: "🔁", lock: "🔒", key: "🔑", mag: "🔍", speech_balloon: "💬", zzz: "💤", palm_tree: "🌴", house: "🏠",
};

export const emoji = (code) => CODES[code] ?? null;
/** Plain text with its shortcodes shown. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, code) => emoji(code) ?? whole);
