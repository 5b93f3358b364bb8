import type { Fault, FaultPlan } from './faults.ts'
import type { Surroundings } from './surroundings.ts'
import type { PendingUpdate, UpdateLog } from './update-log.ts'
import { createAgent, postUpdate, type WebhookAnswer, type WebhookTarget } from './webhook-request.ts'

export type WebhookSettings = { url: string; secretToken: string | undefined; maxConnections: number }

type Queue = {
  key: string
  updates: Set<PendingUpdate>
  /** The update being delivered or waiting for its repeat. */
  current: PendingUpdate | null
  failures: number
  /** `held`: an update waits to be overtaken; `released`: nothing came to overtake it. */
  state: 'ready' | 'sending' | 'waiting' | 'held' | 'released'
  timer: NodeJS.Timeout | null
}

const gonePatienceSeconds = 23 * 3600
/** How long a fault of order waits for another update of the queue. */
const holdMs = 250

/**
 * Delivers updates as WebhookActor.cpp does: one at a time inside a queue, queues side by side up to
 * max_connections, an update repeated until a 2xx answer or the end of its life.
 */
export class WebhookDelivery {
  settings: WebhookSettings | null = null
  lastError: { date: number; message: string } | null = null
  /** Gets the body of a good answer that may hold a call. */
  onAnswerBody: (contentType: string, body: string) => void = () => {}
  inFlight = 0
  private readonly log: UpdateLog
  private readonly faults: FaultPlan
  private readonly surroundings: Surroundings
  private readonly queues = new Map<string, Queue>()
  private readonly ready = new Set<Queue>()
  private readonly idleListeners = new Set<() => void>()
  private sending = 0
  private generation = 0
  private target: WebhookTarget | null = null
  private goneSince: number | null = null

  constructor(log: UpdateLog, faults: FaultPlan, surroundings: Surroundings) {
    this.log = log
    this.faults = faults
    this.surroundings = surroundings
  }

  start(settings: WebhookSettings): void {
    this.stop()
    const url = new URL(settings.url)
    this.settings = settings
    this.target = { url, secretToken: settings.secretToken, agent: createAgent(url) }
    for (const update of this.log.all()) this.place(update)
    this.pump()
  }

  /** Forgets the webhook; what is under way is cut and stays pending. */
  stop(): void {
    this.generation += 1
    this.sending = 0
    this.settings = null
    this.lastError = null
    this.goneSince = null
    this.target?.agent.destroy()
    this.target = null
    this.dropQueues()
  }

  /** Forgets what waits for delivery, after the log was emptied. */
  dropQueues(): void {
    for (const queue of this.queues.values()) if (queue.timer) clearTimeout(queue.timer)
    this.queues.clear()
    this.ready.clear()
  }

  enqueue(update: PendingUpdate): void {
    if (!this.target) return
    this.place(update)
    this.pump()
  }

  onIdle(listener: () => void): () => void {
    this.idleListeners.add(listener)
    return () => this.idleListeners.delete(listener)
  }

  private place(update: PendingUpdate): void {
    const queue = this.queues.get(update.queue)
    if (!queue) {
      const created: Queue = {
        key: update.queue,
        updates: new Set([update]),
        current: null,
        failures: 0,
        state: 'ready',
        timer: null,
      }
      this.queues.set(update.queue, created)
      this.ready.add(created)
      return
    }
    queue.updates.add(update)
    if (queue.state !== 'held') return
    if (queue.timer) clearTimeout(queue.timer)
    queue.current = update
    this.makeReady(queue)
  }

  private makeReady(queue: Queue): void {
    queue.state = 'ready'
    queue.timer = null
    this.ready.add(queue)
  }

  private pump(): void {
    while (this.target && this.sending < (this.settings?.maxConnections ?? 0)) {
      const queue = this.ready.values().next().value
      if (!queue) return
      this.ready.delete(queue)
      void this.deliverNext(queue, this.target)
    }
  }

  private async deliverNext(queue: Queue, target: WebhookTarget): Promise<void> {
    const [first] = queue.updates
    const update = queue.current ?? first ?? null
    if (!update || !this.log.has(update.id) || update.livesUntil < this.surroundings.now()) {
      this.finish(queue, update)
      return
    }
    const fault = this.faults.take({ method: 'webhook', chatId: update.chatId, parameters: update.kind })
    const chosen = fault?.kind === 'reorder' ? this.reorder(queue, update) : update
    if (!chosen) return
    await this.send(queue, target, chosen, fault)
  }

  /** The update to send instead; null when the queue waits for one that could overtake. */
  private reorder(queue: Queue, update: PendingUpdate): PendingUpdate | null {
    const [, second] = queue.updates
    if (queue.current || queue.state === 'released') return update
    if (second) return second
    queue.state = 'held'
    queue.timer = setTimeout(() => this.release(queue), holdMs)
    return null
  }

  private release(queue: Queue): void {
    this.makeReady(queue)
    queue.state = 'released'
    this.pump()
  }

  private async send(
    queue: Queue,
    target: WebhookTarget,
    update: PendingUpdate,
    fault: Fault | null,
  ): Promise<void> {
    queue.current = update
    queue.state = 'sending'
    this.sending += 1
    const generation = this.generation
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    if (generation !== this.generation) return
    const copies = fault?.kind === 'deliverTwice' ? 2 : 1
    const answers = await Promise.all(Array.from({ length: copies }, () => this.post(target, update)))
    if (generation !== this.generation) return
    this.sending -= 1
    const good = answers.find(isGood)
    if (good) this.accepted(queue, update, good)
    else if (answers[0]) this.refused(queue, update, answers[0])
    this.pump()
  }

  private async post(target: WebhookTarget, update: PendingUpdate): Promise<WebhookAnswer> {
    this.inFlight += 1
    const answer = await postUpdate(target, update.json, this.surroundings.webhookTimeoutMs)
    this.inFlight -= 1
    if (this.inFlight === 0) queueMicrotask(() => this.announceIfIdle())
    return answer
  }

  private announceIfIdle(): void {
    if (this.inFlight > 0) return
    for (const listener of this.idleListeners) listener()
  }

  private accepted(queue: Queue, update: PendingUpdate, answer: WebhookAnswer): void {
    this.goneSince = null
    if (answer.kind === 'answer' && answer.body.length > 0) this.onAnswerBody(answer.contentType, answer.body)
    this.finish(queue, update)
  }

  private finish(queue: Queue, update: PendingUpdate | null): void {
    queue.current = null
    queue.failures = 0
    if (update) {
      queue.updates.delete(update)
      this.log.remove(update.id)
    }
    if (this.queues.get(queue.key) !== queue) return
    if (queue.updates.size === 0) this.queues.delete(queue.key)
    else this.makeReady(queue)
  }

  private refused(queue: Queue, update: PendingUpdate, answer: WebhookAnswer): void {
    const now = this.surroundings.now()
    const message =
      answer.kind === 'failure'
        ? answer.message
        : `Wrong response from the webhook: ${answer.status} ${answer.reason}`.trimEnd()
    this.lastError = { date: now, message }
    if (this.isGoneForGood(answer, now)) {
      this.stop()
      return
    }
    queue.failures += 1
    const askedSeconds = answer.kind === 'answer' ? Math.min(Math.max(answer.retryAfter, 0), 3600) : 0
    const delayMs =
      askedSeconds > 0
        ? askedSeconds * this.surroundings.secondMs
        : this.surroundings.retryDelayMs(queue.failures)
    if (now + delayMs / this.surroundings.secondMs > update.livesUntil) {
      this.finish(queue, update)
      return
    }
    if (this.queues.get(queue.key) !== queue) return
    queue.state = 'waiting'
    queue.timer = setTimeout(() => {
      this.makeReady(queue)
      this.pump()
    }, delayMs)
  }

  /** HTTP 410 for 23 hours removes the webhook. */
  private isGoneForGood(answer: WebhookAnswer, now: number): boolean {
    if (answer.kind !== 'answer' || answer.status !== 410) {
      this.goneSince = null
      return false
    }
    this.goneSince ??= now
    return now > this.goneSince + gonePatienceSeconds
  }
}

const isGood = (answer: WebhookAnswer): boolean =>
  answer.kind === 'answer' && answer.status >= 200 && answer.status <= 299
