import { action, element, reactionPicker } from './elements.js'
import { language, words } from './words.js'

const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

const reactions = ['👍', '❤', '🔥', '👎'].map((emoji) => [emoji, emoji])

/** One message as the person sees it; `actions` are what can be done with it. */
export const bubble = (message, { botId, reactions: given }, actions) => {
  const [own, theirs] = given[message.message_id] ?? []
  const isOwn = message.from?.id !== botId
  const marks = [theirs, message.edit_date ? words.edited : '', time.format(new Date(message.date * 1000))]
  const footer = element('footer', {}, [
    ...(isOwn && (message.text ?? message.caption) !== undefined
      ? [action(words.edit, () => actions.edit(message))]
      : []),
    ...(isOwn ? [] : [reactionPicker(words.react, reactions, own, (emoji) => actions.react(message, emoji))]),
    action(words.reply, () => actions.reply(message)),
    element('time', { textContent: marks.filter(Boolean).join(' ') }),
  ])
  const content = [
    ...quoted(message),
    ...media(message, botId),
    formatted(message.text ?? message.caption ?? '', message.entities ?? message.caption_entities ?? []),
    footer,
    ...inlineButtons(message, actions),
  ]
  return element('article', { className: isOwn ? 'bubble own' : 'bubble' }, content)
}

const quoted = (message) => {
  const original = message.reply_to_message
  if (!original) return []
  return [
    element('blockquote', { textContent: message.quote?.text ?? original.text ?? original.caption ?? '…' }),
  ]
}

const inlineButtons = (message, actions) =>
  (message.reply_markup?.inline_keyboard ?? []).map((row) =>
    element(
      'div',
      { className: 'buttons' },
      row.map((button) =>
        element('button', {
          type: 'button',
          textContent: button.text,
          onclick: () =>
            button.url ? open(button.url, '_blank', 'noopener') : actions.press(message, button),
        }),
      ),
    ),
  )

const media = (message, botId) => {
  const source = (file) => `/playground/file?bot=${botId}&id=${encodeURIComponent(file.file_id)}`
  // Known sizes keep the chat from jumping when a picture comes.
  const framed = ({ width, height }) => (width && height ? { width, height } : {})
  const picture = (file, alt) => [element('img', { src: source(file), alt, ...framed(file) })]
  const video = (file) => [element('video', { src: source(file), controls: true, ...framed(file) })]
  if (message.photo) return picture(message.photo.at(-1), words.sampleNames.photo)
  if (message.sticker) {
    const alt = message.sticker.emoji ?? ''
    return [element('img', { src: source(message.sticker), alt, className: 'sticker' })]
  }
  if (message.video) return video(message.video)
  if (message.animation) return video(message.animation)
  if (message.video_note) {
    return [element('video', { src: source(message.video_note), controls: true, className: 'round' })]
  }
  const sound = message.voice ?? message.audio
  if (sound) return [element('audio', { src: source(sound), controls: true })]
  if (message.document) return [fileLink(source(message.document), message.document)]
  const line = otherContent(message)
  return line ? [element('p', { className: 'meta', textContent: line })] : []
}

const fileLink = (href, file) => {
  const size = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
  const name = element('bdi', { textContent: file.file_name ?? words.sampleNames.document })
  return element('a', { href, download: '' }, [name, ` · ${size.format((file.file_size ?? 0) / 1024)}`])
}

const otherContent = (message) => {
  if (message.contact) return `${message.contact.first_name} ${message.contact.phone_number}`
  if (message.venue) return `${message.venue.title}, ${message.venue.address}`
  if (message.location) return `${message.location.latitude}, ${message.location.longitude}`
  if (message.poll)
    return `${message.poll.question} (${message.poll.options.map((option) => option.text).join(' / ')})`
  return message.text === undefined && message.caption === undefined ? words.sampleNames.unknown : ''
}

const tags = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'code',
  blockquote: 'em',
  expandable_blockquote: 'em',
}

/** Text cut at every border of an entity; each piece is wrapped by all entities that cover it. */
const formatted = (text, entities) => {
  const borders = [0, text.length, ...entities.flatMap(({ offset, length }) => [offset, offset + length])]
  const cuts = [...new Set(borders)].filter((at) => at <= text.length).toSorted((left, right) => left - right)
  const pieces = cuts.slice(0, -1).map((start, index) => {
    const piece = text.slice(start, cuts[index + 1])
    const covering = entities.filter(({ offset, length }) => offset <= start && start < offset + length)
    return covering.reduce((inner, entity) => wrap(inner, entity, piece), document.createTextNode(piece))
  })
  return element('bdi', {}, pieces)
}

const wrap = (inner, entity, piece) => {
  const href = entity.type === 'text_link' ? entity.url : entity.type === 'url' ? piece : null
  if (href && /^https?:\/\//i.test(href))
    return element('a', { href, target: '_blank', rel: 'noopener' }, [inner])
  if (entity.type === 'spoiler') return element('span', { className: 'spoiler' }, [inner])
  return tags[entity.type] ? element(tags[entity.type], {}, [inner]) : inner
}
