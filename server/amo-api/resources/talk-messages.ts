import { sql } from 'kysely'
import type { ActorKind } from '#contract/common'
import type { AttachmentKind } from '#contract/messages'
import { signFileUrl } from '#features/files'
import { idOf, type AmoRequest } from '../amo-request.ts'
import type { AmoDeps, AmoRoute } from '../amo-route.ts'
import { okList } from '../answer.ts'
import { readPage, type Key } from '../page.ts'
import { Problem } from '../problem.ts'
import { listTalkMessages, type TalkMessageRow } from '../queries/list-talk-messages.ts'
import { canSeeTalk } from '../queries/list-talks.ts'
import { byTime, readFilters } from '../read-filter.ts'

const inOrder: readonly Key[] = [
  { column: sql`m.placed_at`, kind: 'instant' },
  { column: sql`m.external_seq`, kind: 'number' },
  { column: sql`m.id`, kind: 'uuid' },
]
const filters = { created_at: byTime(sql`m.placed_at`) }

export function talkMessageRoutes(deps: AmoDeps): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/talks/:id/messages',
      handle: async (request) => {
        const { viewer } = request
        const number = idOf(request)
        const page = readPage(request, { created_at: inOrder }, { by: inOrder, isDescending: false })
        const conditions = readFilters(request, filters)
        if (!(await canSeeTalk(deps.db, viewer, number))) throw new Problem(404)
        const found = await listTalkMessages(deps.db, viewer.accountId, number, page, conditions)
        return okList(request, page, 'messages', found, (row) => messageView(deps, request, row))
      },
    },
  ]
}

function messageView(deps: AmoDeps, request: AmoRequest, row: TalkMessageRow): Record<string, unknown> {
  const attachments = row.attachments.map((one) => attachmentView(deps, request, one))
  const [first] = row.attachments
  return {
    id: row.id,
    type: row.direction === 'in' ? 'incoming' : 'outgoing',
    message_type: first ? typeOf[first.kind] : typeOfUnsupported(row.unsupported),
    author: { id: row.actor_id, type: authorTypes[row.actor_kind], name: row.actor_name },
    text: row.text,
    created_at: row.created_at,
    delivery_status: row.state,
    attachment: attachments[0] ?? null,
    // Messages here can carry several files, there each has one.
    attachments,
  }
}

type Attachment = TalkMessageRow['attachments'][number]

const linkMs = 24 * 3_600_000

function attachmentView(deps: AmoDeps, request: AmoRequest, one: Attachment): Record<string, unknown> {
  const file = one.file_id && { accountId: request.viewer.accountId, fileId: one.file_id }
  const expiresAt = new Date(deps.clock().getTime() + linkMs)
  return {
    type: typeOf[one.kind],
    link: file ? signFileUrl(deps, file, expiresAt, request.base) : null,
    file_name: one.name,
  }
}

const typeOf: Record<AttachmentKind, string> = {
  photo: 'picture',
  video: 'video',
  animation: 'video',
  video_note: 'video',
  audio: 'audio',
  voice: 'voice',
  document: 'file',
}

const authorTypes: Record<ActorKind, string> = {
  client: 'external',
  user: 'internal',
  api: 'internal',
  outside: 'internal',
  bot: 'bot',
  system: 'bot',
}

function typeOfUnsupported(kind: string | null): string {
  return kind === 'sticker' || kind === 'location' || kind === 'contact' ? kind : 'text'
}
