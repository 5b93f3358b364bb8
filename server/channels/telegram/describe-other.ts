import { readFields, readLine, readList, readNumber, readText, type Fields } from '../read-unknown.ts'
import { nameOf } from './read-person.ts'

/** A message we show as a line: the messenger's word for its kind, and whatever can be read of it. */
export type OtherContent = { kind: string; text: string }

/** Order matters: a venue has its `location` set as well. */
const descriptions: Record<string, (content: Fields) => string> = {
  sticker: (sticker) => readLine(sticker['emoji']) ?? '',
  venue: (venue) =>
    lines(readLine(venue['title']), readLine(venue['address']), place(readFields(venue['location']))),
  location: (location) => place(location) ?? '',
  contact: describeContact,
  poll: (poll) => lines(readLine(poll['question']), ...bullets(poll['options'])),
  checklist: (checklist) => lines(readLine(checklist['title']), ...bullets(checklist['tasks'])),
  dice: (dice) =>
    [readLine(dice['emoji']), readNumber(dice['value'])].filter((each) => each !== null).join(' '),
  game: (game) => lines(readLine(game['title']), readLine(game['description'])),
  invoice: (invoice) => lines(readLine(invoice['title']), readLine(invoice['description'])),
  story: (story) => storyLink(story) ?? '',
  paid_media: () => '',
  gift: (gift) => readText(gift['text']) ?? '',
  unique_gift: describeUniqueGift,
  giveaway: (giveaway) => readLine(giveaway['prize_description']) ?? '',
  users_shared: (shared) => lines(...readList(shared['users']).map((one) => nameOf(readFields(one)))),
  chat_shared: (shared) => nameOf(shared) ?? '',
  web_app_data: (sent) => readText(sent['data']) ?? '',
  rich_message: (rich) => richText(rich['blocks']),
}

/** Fields every message may have; what else there is names its kind. */
const commonFields = new Set(
  (
    'message_id message_thread_id from sender_chat sender_boost_count sender_business_bot ' +
    'sender_tag date chat business_connection_id guest_query_id receiver_user ' +
    'ephemeral_message_id direct_messages_topic forward_origin is_topic_message ' +
    'is_automatic_forward is_paid_post reply_to_message reply_to_checklist_task_id ' +
    'reply_to_poll_option_id reply_to_story external_reply quote via_bot guest_bot_caller_user ' +
    'guest_bot_caller_chat edit_date has_protected_content is_from_offline media_group_id ' +
    'author_signature paid_star_count link_preview_options effect_id caption caption_entities ' +
    'show_caption_above_media has_media_spoiler entities reply_markup suggested_post_info'
  ).split(' '),
)

export function describeOther(message: Fields): OtherContent {
  const caption = readText(message['caption'])
  for (const [kind, describe] of Object.entries(descriptions)) {
    const content = readFields(message[kind])
    if (content) return { kind, text: lines(describe(content), caption) }
  }
  const kind = Object.keys(message).find((field) => !commonFields.has(field))
  return { kind: readLine(kind, 60) ?? 'empty', text: caption ?? '' }
}

/** The page of a story, when whoever shows it has an address. */
function storyLink(story: Fields): string | null {
  const name = readLine(readFields(story['chat'])?.['username'], 64)
  const id = readNumber(story['id'])
  return name && id !== null ? `https://t.me/${name}/s/${id}` : null
}

function describeUniqueGift(unique: Fields): string {
  const gift = readFields(unique['gift'])
  const number = readNumber(gift?.['number'])
  return [readLine(gift?.['base_name']), number === null ? null : `#${number}`].filter(Boolean).join(' ')
}

function describeContact(contact: Fields): string {
  const name = [readLine(contact['first_name']), readLine(contact['last_name'])].filter(Boolean).join(' ')
  return lines(name, withPlus(readLine(contact['phone_number'])))
}

/** Telegram leaves the plus away as often as not. */
export function withPlus(phone: string | null): string | null {
  return phone !== null && /^\d{7,15}$/.test(phone) ? `+${phone}` : phone
}

function place(location: Fields | null): string | null {
  const latitude = readNumber(location?.['latitude'])
  const longitude = readNumber(location?.['longitude'])
  if (latitude === null || longitude === null) return null
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
}

function bullets(items: unknown): string[] {
  return readList(items).flatMap((item) => {
    const text = readLine(readFields(item)?.['text'])
    return text === null ? [] : [`• ${text}`]
  })
}

/** The texts of a formatted message, however deeply its blocks are nested. */
function richText(blocks: unknown): string {
  const found: string[] = []
  const collect = (value: unknown, depth: number): void => {
    if (depth > 12 || found.length > 500) return
    if (typeof value === 'string') found.push(value)
    else if (Array.isArray(value)) for (const each of value) collect(each, depth + 1)
    else
      collect(
        readFields(value)?.['text'] ?? Object.values(readFields(value) ?? {}).filter(isNested),
        depth + 1,
      )
  }
  for (const block of readList(blocks)) {
    collect(block, 0)
    found.push('\n')
  }
  return (readText(found.join('')) ?? '').trim()
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function lines(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n')
}
