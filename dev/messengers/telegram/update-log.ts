import type { Update } from '@grammyjs/types'
import type { Surroundings } from './surroundings.ts'

/** A kind of update; those the Bot API does not know yet are possible too. */
export type UpdateKind = string

export type PendingUpdate = {
  id: number
  /** Sequential delivery by webhook is promised inside one queue only. */
  queue: string
  kind: UpdateKind
  chatId: number | null
  /** Unix time in seconds after which the messenger forgets the update. */
  livesUntil: number
  json: string
}

type NewUpdate = { queue: string; kind: UpdateKind; livesUntil: number; updateId?: number | undefined }

const knownKinds = new Set<UpdateKind>(
  [
    'message edited_message channel_post edited_channel_post business_connection business_message',
    'edited_business_message deleted_business_messages guest_message stopped_message_generation',
    'message_reaction message_reaction_count inline_query chosen_inline_result callback_query',
    'shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member',
    'chat_member chat_join_request chat_boost removed_chat_boost managed_bot subscription',
  ]
    .join(' ')
    .split(' '),
)
const onlyIfAsked = new Set<UpdateKind>(['chat_member', 'message_reaction', 'message_reaction_count'])

/** Updates the bot has not taken yet, in the order of their ids. */
export class UpdateLog {
  private readonly surroundings: Surroundings
  private pending = new Map<number, PendingUpdate>()
  private lastId: number
  /** null: the default, all kinds but those that must be asked for. */
  private allowed: Set<UpdateKind> | null = null
  private readonly arrivalListeners = new Set<() => void>()
  private readonly emptyListeners = new Set<() => void>()

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.lastId = surroundings.firstId ?? 100_000_000 + Math.floor(surroundings.random() * 800_000_000)
  }

  get size(): number {
    return this.pending.size
  }

  has(id: number): boolean {
    return this.pending.has(id)
  }

  all(): Iterable<PendingUpdate> {
    return this.pending.values()
  }

  get allowedKinds(): UpdateKind[] | null {
    return this.allowed ? [...this.allowed] : null
  }

  /** Unknown names are ignored; an empty list, or one with nothing valid in it, means the default. */
  allow(names: readonly unknown[]): void {
    const valid = names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase())
    const kinds = valid.filter((name) => knownKinds.has(name))
    this.allowed = kinds.length === 0 ? null : new Set(kinds)
  }

  /** A kind outside the Bot API we know is always let through: that is how a new one would arrive. */
  wants(kind: UpdateKind): boolean {
    if (!knownKinds.has(kind)) return true
    return this.allowed ? this.allowed.has(kind) : !onlyIfAsked.has(kind)
  }

  add(update: Omit<Update, 'update_id'>, entry: NewUpdate): PendingUpdate | null {
    if (!this.wants(entry.kind)) return null
    const id = entry.updateId ?? this.lastId + 1
    const outOfOrder = id <= this.lastId
    this.lastId = Math.max(this.lastId, id)
    const chatId = chatOf(update)
    const json = JSON.stringify({ update_id: id, ...update })
    const stored: PendingUpdate = {
      id,
      queue: entry.queue,
      kind: entry.kind,
      chatId,
      livesUntil: entry.livesUntil,
      json,
    }
    this.pending.set(id, stored)
    if (outOfOrder) this.pending = new Map([...this.pending].sort(([left], [right]) => left - right))
    for (const listener of this.arrivalListeners) listener()
    return stored
  }

  remove(id: number): void {
    if (this.pending.delete(id)) this.announceIfEmpty()
  }

  clear(): void {
    this.pending.clear()
    this.announceIfEmpty()
  }

  confirmBelow(offset: number): void {
    for (const id of this.pending.keys()) {
      if (id >= offset) break
      this.pending.delete(id)
    }
    this.announceIfEmpty()
  }

  keepLast(count: number): void {
    let surplus = this.pending.size - count
    for (const id of this.pending.keys()) {
      if (surplus <= 0) break
      this.pending.delete(id)
      surplus -= 1
    }
    this.announceIfEmpty()
  }

  /** The oldest living updates; expired ones are forgotten on the way. */
  first(limit: number): PendingUpdate[] {
    const now = this.surroundings.now()
    const found: PendingUpdate[] = []
    for (const update of this.pending.values()) {
      if (found.length >= limit) break
      if (update.livesUntil < now) this.pending.delete(update.id)
      else found.push(update)
    }
    if (found.length === 0) this.announceIfEmpty()
    return found
  }

  onArrival(listener: () => void): () => void {
    this.arrivalListeners.add(listener)
    return () => this.arrivalListeners.delete(listener)
  }

  onEmpty(listener: () => void): () => void {
    this.emptyListeners.add(listener)
    return () => this.emptyListeners.delete(listener)
  }

  private announceIfEmpty(): void {
    if (this.pending.size > 0) return
    for (const listener of this.emptyListeners) listener()
  }
}

const chatOf = (update: Omit<Update, 'update_id'>): number | null => {
  const message = update.message ?? update.edited_message ?? update.channel_post ?? update.edited_channel_post
  if (message) return message.chat?.id ?? null
  const event = update.my_chat_member ?? update.message_reaction
  if (event) return event.chat?.id ?? null
  return update.callback_query?.from?.id ?? null
}
