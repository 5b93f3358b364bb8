import { askedWaitMs, isGood, postEvent, type CallbackAnswer } from './callback-request.ts'
import type { Faults } from './faults.ts'
import { toJson, type Fields } from './json.ts'
import type { Surroundings } from './surroundings.ts'

export type VkEvent = { type: string; peerId: number | null; fields: Fields }
type Waiting = { event: VkEvent; failures: number }
type Queue = { ready: Waiting[]; isBusy: boolean; arrival: (() => void) | null }

/** How long a fault of order waits for another event of the chat. */
const holdMs = 250
/** After so many bad answers in a row the server gets nothing for a while. */
const patience = 10
const pauseSeconds = 60

/**
 * Delivers events to one address. Inside a chat they go one after another as long as all goes well; a bad answer lets the
 * others go on, and the event comes again later: order is not promised.
 */
export class CallbackServer {
  readonly id: number
  title: string
  url: string
  secretKey: string
  status: 'wait' | 'ok' | 'failed' | 'unconfigured' = 'wait'
  wanted = new Set<string>()
  onRemove: () => void = () => {}
  private readonly queues = new Map<string, Queue>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly idle = new Set<() => void>()
  private readonly faults: Faults
  private readonly surroundings: Surroundings
  private badInRow = 0
  private paused: Promise<void> | null = null
  private isStopped = false
  pendingCount = 0
  lastProblem = ''

  constructor(
    id: number,
    given: { title: string; url: string; secretKey: string },
    faults: Faults,
    surroundings: Surroundings,
  ) {
    this.id = id
    this.title = given.title
    this.url = given.url
    this.secretKey = given.secretKey
    this.faults = faults
    this.surroundings = surroundings
  }

  /** Asks the address for the community's code. */
  async confirm(groupId: number, code: string): Promise<void> {
    this.status = 'wait'
    const json = toJson({ type: 'confirmation', group_id: groupId, ...this.secret() })
    const answer = await postEvent(this.url, json, this.request(0))
    this.status = 'status' in answer && answer.status === 200 && answer.body === code ? 'ok' : 'failed'
  }

  enqueue(event: VkEvent): void {
    const isOpen = this.status === 'ok' || this.paused !== null
    if (!isOpen || this.isStopped || !this.wanted.has(event.type)) return
    this.pendingCount += 1
    this.place({ event, failures: 0 })
  }

  stop(): void {
    this.isStopped = true
    for (const timer of this.timers) clearTimeout(timer)
    this.queues.clear()
    this.pendingCount = 0
    this.tellIdle()
  }

  onIdle(listener: () => void): () => void {
    this.idle.add(listener)
    return () => this.idle.delete(listener)
  }

  private place(waiting: Waiting): void {
    const key = String(waiting.event.peerId ?? waiting.event.type)
    const queue = this.queues.get(key) ?? { ready: [], isBusy: false, arrival: null }
    this.queues.set(key, queue)
    queue.ready.push(waiting)
    queue.arrival?.()
    if (!queue.isBusy) void this.run(queue)
  }

  private async run(queue: Queue): Promise<void> {
    queue.isBusy = true
    while (queue.ready.length > 0 && !this.isStopped) {
      await this.paused
      await this.deliverNext(queue)
    }
    queue.isBusy = false
  }

  private async deliverNext(queue: Queue): Promise<void> {
    const fault = this.faults.take('callback')
    if (fault?.kind === 'reorder') await this.letOvertake(queue)
    const waiting = queue.ready.shift()
    if (!waiting) return
    if (fault?.kind === 'delay') await this.wait(fault.ms)
    if (this.isStopped) return
    const json = toJson({ ...waiting.event.fields, ...this.secret() })
    const copies = fault?.kind === 'deliverTwice' ? 2 : 1
    const posts = Array.from({ length: copies }, () =>
      postEvent(this.url, json, this.request(waiting.failures)),
    )
    const answers = await Promise.all(posts)
    if (this.isStopped) return
    const [first] = answers
    if (answers.some(isGood)) this.accepted()
    else if (first) this.refused(waiting, first)
  }

  private accepted(): void {
    this.badInRow = 0
    this.pendingCount -= 1
    if (this.pendingCount === 0) this.tellIdle()
  }

  private refused(waiting: Waiting, answer: CallbackAnswer): void {
    if ('status' in answer && answer.status === 200 && answer.body === 'remove') {
      this.onRemove()
      return
    }
    this.lastProblem = 'failure' in answer ? answer.failure : `${answer.status} ${answer.body.slice(0, 40)}`
    this.badInRow += 1
    const again = { event: waiting.event, failures: waiting.failures + 1 }
    const usualMs = this.surroundings.retryDelaySeconds(again.failures) * this.surroundings.secondMs
    const askedMs = askedWaitMs(answer)
    const delayMs = askedMs === null ? usualMs : (askedMs * this.surroundings.secondMs) / 1000
    void this.wait(delayMs).then(() => this.isStopped || this.place(again))
    if (this.badInRow >= patience && !this.paused) void this.pause()
  }

  private async pause(): Promise<void> {
    this.status = 'failed'
    this.paused = this.wait(pauseSeconds * this.surroundings.secondMs)
    await this.paused
    this.paused = null
    this.badInRow = 0
    if (!this.isStopped) this.status = 'ok'
  }

  /** Waits until a second event of the chat is there and puts it first. */
  private async letOvertake(queue: Queue): Promise<void> {
    if (queue.ready.length < 2) {
      const arrival = new Promise<void>((resolve) => (queue.arrival = resolve))
      await Promise.race([arrival, this.wait(holdMs)])
      queue.arrival = null
    }
    const [first, second] = queue.ready
    if (first && second) queue.ready.splice(0, 2, second, first)
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer)
        resolve()
      }, ms)
      this.timers.add(timer)
    })
  }

  private request(retryCount: number): { timeoutMs: number; retryCount: number } {
    return { timeoutMs: this.surroundings.callbackTimeoutMs, retryCount }
  }

  private secret(): Fields {
    return this.secretKey === '' ? {} : { secret: this.secretKey }
  }

  private tellIdle(): void {
    for (const listener of this.idle) listener()
  }
}
