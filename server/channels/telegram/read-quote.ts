import type { Quote } from '../channel.ts'
import { readFields, readText, type Fields } from '../read-unknown.ts'
import { describeOther } from './describe-other.ts'
import { nameOf, readForward } from './read-person.ts'

const longest = 300

/**
 * What a message answers: the chosen piece of one, and what is told of one that may not be here (older than the bot's talk
 * with the person, in another chat, a story).
 */
export function readQuote(message: Fields): { quote?: Quote } {
  const piece = readText(readFields(message['quote'])?.['text'])
  const answered = readAnswered(message)
  if (!answered) return {}
  const text = (piece ?? answered.text).slice(0, longest).toWellFormed()
  return { quote: { text, authorName: answered.authorName || null, isPiece: piece !== null } }
}

type Answered = { text: string; authorName: string | null }

function readAnswered(message: Fields): Answered | null {
  const replied = readFields(message['reply_to_message'])
  if (replied) return { text: wordsOf(replied), authorName: nameOf(readFields(replied['from'])) }
  const elsewhere = readFields(message['external_reply'])
  if (elsewhere) {
    return { text: wordsOf(elsewhere), authorName: readForward({ forward_origin: elsewhere['origin'] }) }
  }
  const story = readFields(message['reply_to_story'])
  return story && { text: '', authorName: nameOf(readFields(story['chat'])) }
}

function wordsOf(replied: Fields): string {
  return readText(replied['text']) ?? readText(replied['caption']) ?? describeOther(replied).text
}
