import { connect } from '@nats-io/transport-node'
import type { Wakeup } from './change-tail.ts'

const subject = 'beseda.changes'
const coalesceMs = 4

/** Wake-ups through NATS, for several nodes: at most one in 4 ms, without data. A lost one costs a second: the tail polls. */
export async function startNatsWakeup(url: string, onWake: () => void): Promise<Wakeup> {
  const connection = await connect({
    servers: url,
    name: 'beseda',
    maxReconnectAttempts: -1,
    waitOnFirstConnect: false,
  })
  connection.subscribe(subject, { callback: () => onWake() })
  let timer: NodeJS.Timeout | null = null
  return {
    notify() {
      timer ??= setTimeout(() => {
        timer = null
        if (!connection.isClosed()) connection.publish(subject)
      }, coalesceMs)
    },
    async close() {
      if (timer) clearTimeout(timer)
      await connection.close()
    },
  }
}
