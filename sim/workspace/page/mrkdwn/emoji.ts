/** Emoji by the names that Slack uses for them; those that messages about incidents are likely to hold. An unknown name is shown as it was typed. */
const EMOJI: Record<string, string> = Object.fromEntries(
  `warning ⚠️, rotating_light 🚨, white_check_mark ✅, heavy_check_mark ✔️, x ❌, red_circle 🔴, large_yellow_circle 🟡,
large_green_circle 🟢, large_orange_circle 🟠, large_blue_circle 🔵, white_circle ⚪, black_circle ⚫, double_vertical_bar ⏸️,
arrow_forward ▶️, black_square_for_stop ⏹️, fast_forward ⏩, hourglass ⌛, hourglass_flowing_sand ⏳, alarm_clock ⏰, stopwatch ⏱️,
clock1 🕐, bell 🔔, no_bell 🔕, mega 📣, loudspeaker 📢, telephone_receiver 📞, phone ☎️, calling 📲, iphone 📱, email 📧,
envelope ✉️, incoming_envelope 📨, memo 📝, pencil 📝, clipboard 📋, page_facing_up 📄, bookmark_tabs 📑, books 📚, book 📖,
pushpin 📌, round_pushpin 📍, paperclip 📎, link 🔗, mag 🔍, lock 🔒, unlock 🔓, key 🔑, hammer 🔨, hammer_and_wrench 🛠️, wrench 🔧,
gear ⚙️, shield 🛡️, fire 🔥, fire_extinguisher 🧯, boom 💥, zap ⚡, bulb 💡, rocket 🚀, tada 🎉, eyes 👀, wave 👋, raised_hands 🙌,
pray 🙏, clap 👏, +1 👍, thumbsup 👍, -1 👎, thumbsdown 👎, ok_hand 👌, muscle 💪, point_right 👉, point_left 👈, point_down 👇,
smile 😄, slightly_smiling_face 🙂, grinning 😀, joy 😂, sweat_smile 😅, thinking_face 🤔, sob 😭, scream 😱, sleeping 😴, zzz 💤,
heart ❤️, green_heart 💚, 100 💯, question ❓, exclamation ❗, bangbang ‼️, information_source ℹ️, no_entry ⛔, raised_hand ✋, test_tube 🧪, timer_clock ⏲️, leftwards_arrow_with_hook ↩️, grey_question ❔,
ballot_box_with_check ☑️, no_entry_sign 🚫,
octagonal_sign 🛑, construction 🚧, recycle ♻️, repeat 🔁, arrows_counterclockwise 🔄, back 🔙, arrow_right ➡️, arrow_left ⬅️,
arrow_up ⬆️, arrow_down ⬇️, heavy_plus_sign ➕, heavy_minus_sign ➖, chart_with_upwards_trend 📈, chart_with_downwards_trend 📉,
bar_chart 📊, floppy_disk 💾, computer 💻, desktop_computer 🖥️, satellite 🛰️, globe_with_meridians 🌐, cloud ☁️, package 📦,
calendar 📅, spiral_calendar_pad 🗓️, office 🏢, hospital 🏥, ambulance 🚑, fire_engine 🚒, helmet_with_white_cross ⛑️, robot_face 🤖,
busts_in_silhouette 👥, bust_in_silhouette 👤, speech_balloon 💬, thought_balloon 💭, coffee ☕, sunny ☀️, new 🆕, sos 🆘, up 🆙, star ⭐,
checkered_flag 🏁, triangular_flag_on_post 🚩, dart 🎯, microscope 🔬, crossed_fingers 🤞, handshake 🤝, snail 🐌, bug 🐛, ghost 👻`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

export const emojiNamed = (name: string): string | undefined => EMOJI[name.replace(/::skin-tone-\d$/, '')]
