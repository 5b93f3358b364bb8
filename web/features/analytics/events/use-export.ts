import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { exportEvents } from '#contract/event-list'
import { addressOf } from '../../../lib/api.ts'

/** Parts of so many bytes are handed to the browser, which keeps them on the disk: the page itself holds no more. */
const partBytes = 8 * 1024 * 1024

type Export = {
  /** How much has come; null: nothing is being exported. */
  sizeBytes: number | null
  start: (wishes: Record<string, string>) => Promise<void>
  stop: () => void
}

/** Fetches a table as it is made and saves it when it is whole; one that broke off is not saved. */
export function useExport(failed: string): Export {
  const [sizeBytes, setSizeBytes] = useState<number | null>(null)
  const going = useRef<AbortController | null>(null)
  const start = async (wishes: Record<string, string>): Promise<void> => {
    const controller = new AbortController()
    going.current = controller
    setSizeBytes(0)
    try {
      const answer = await fetch(addressOf(exportEvents, wishes).path, { signal: controller.signal })
      if (!answer.ok || !answer.body) throw new Error(`The export answered ${answer.status}`)
      save(await collect(answer.body, setSizeBytes), nameOf(answer))
    } catch {
      if (!controller.signal.aborted) notifications.show({ color: 'red', message: failed })
    } finally {
      setSizeBytes(null)
    }
  }
  return { sizeBytes, start, stop: () => going.current?.abort() }
}

async function collect(body: ReadableStream<Uint8Array>, tell: (sizeBytes: number) => void): Promise<Blob> {
  const parts: Blob[] = []
  let pieces: BlobPart[] = []
  let [size, held] = [0, 0]
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Blob([...parts, ...pieces])
    pieces.push(new Uint8Array(value))
    size += value.length
    held += value.length
    tell(size)
    if (held < partBytes) continue
    parts.push(new Blob(pieces))
    pieces = []
    held = 0
  }
}

function nameOf(answer: Response): string {
  const header = answer.headers.get('content-disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1]
  return encoded === undefined ? 'events' : decodeURIComponent(encoded)
}

function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  // The browser has taken the address by the time it looks at the next click.
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
