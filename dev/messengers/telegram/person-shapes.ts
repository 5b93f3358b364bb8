import { randomBytes } from 'node:crypto'
import type { CallbackQuery, Chat, ChatMember, Message, Poll, User } from '@grammyjs/types'

export const privateChat = (user: User): Chat.PrivateChat => ({
  id: user.id,
  type: 'private',
  first_name: user.first_name,
  ...(user.last_name ? { last_name: user.last_name } : {}),
  ...(user.username ? { username: user.username } : {}),
})

/** Old messages come as inaccessible ones with date 0, those sent in inline mode not at all. */
export const pressedMessage = (
  message: Message,
  how: 'full' | 'inaccessible' | 'absent',
): Partial<CallbackQuery> => {
  if (how === 'absent') return { inline_message_id: `AgAAAN${message.message_id}` }
  if (how === 'full') return { message }
  return { message: { chat: message.chat, message_id: message.message_id, date: 0 } }
}

export const memberAs = (user: User, status: 'member' | 'kicked'): ChatMember =>
  status === 'member' ? { status, user } : { status, user, until_date: 0 }

export const newPoll = (question: string, answers: string[]): Poll => ({
  id: randomBytes(8).readBigUInt64BE().toString(),
  question,
  options: answers.map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
  total_voter_count: 0,
  is_closed: false,
  is_anonymous: true,
  type: 'regular',
  allows_multiple_answers: false,
  allows_revoting: true,
  members_only: false,
})
