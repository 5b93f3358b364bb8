import { z } from 'zod'
import { channelKind } from './channels.ts'
import { avatarUrl, id, instant, uuid } from './common.ts'
import { responseDue } from './response-time.ts'

/** What the page of a deal and that of a customer have in common: company, people, chats, open conversations. */
export const cardParts = {
  /** Null also when one may not see it. */
  company: z.object({ id, name: z.string() }).nullable(),
  contacts: z.array(
    z.object({
      id,
      name: z.string(),
      avatarUrl,
      isMain: z.boolean(),
      /** Nothing that comes from it opens or notifies. */
      isBlocked: z.boolean(),
      phone: z.string().nullable(),
      chats: z.array(
        z.object({ id: uuid, channelKind, channelName: z.string(), openNumber: z.int().nullable() }),
      ),
    }),
  ),
  participants: z.array(z.object({ kind: z.enum(['user', 'group']), id, name: z.string() })),
  openConversations: z.array(
    z.object({
      number: z.int(),
      chatId: uuid,
      channelKind,
      contactName: z.string(),
      waitingSince: instant.nullable(),
      due: responseDue.nullable(),
      isRead: z.boolean(),
    }),
  ),
  canEdit: z.boolean(),
}
const parts = z.object(cardParts)
export type CardParts = z.output<typeof parts>
