/** What one tab tells the others of the same site. */
export type TabNews = 'queue' | 'sent' | 'seen'

export type Tabs = { tell: (news: TabNews) => void }

export function openTabs(button: string, onNews: (news: TabNews) => void): Tabs {
  if (!('BroadcastChannel' in window)) return { tell: () => {} }
  const channel = new BroadcastChannel(`beseda:${button}`)
  channel.addEventListener('message', (event: MessageEvent<TabNews>) => onNews(event.data))
  return { tell: (news) => channel.postMessage(news) }
}
