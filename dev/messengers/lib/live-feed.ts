import type { ServerResponse } from 'node:http'

export type LiveFeed = {
  changed: (botId: number, chatId: number | null) => void
  serve: (response: ServerResponse) => void
  close: () => void
}

const pauseMs = 40

/** Tells open pages by server-sent events which chats changed, at most every 40 ms. */
export const createLiveFeed = (): LiveFeed => {
  const clients = new Set<ServerResponse>()
  const changes = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const flush = (): void => {
    timer = null
    const list = [...changes].map((change) => change.split('/'))
    changes.clear()
    const event = `data: ${JSON.stringify(list)}\n\n`
    for (const client of clients) client.write(event)
  }
  return {
    changed: (botId, chatId) => {
      if (clients.size === 0) return
      changes.add(`${botId}/${chatId ?? ''}`)
      timer ??= setTimeout(flush, pauseMs)
    },
    serve: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 500\ndata: []\n\n')
      clients.add(response)
      response.on('close', () => clients.delete(response))
    },
    close: () => {
      if (timer) clearTimeout(timer)
      for (const client of clients) client.end()
    },
  }
}
