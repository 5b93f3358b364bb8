/**
 * Pushes: what is new is shown, what was read elsewhere is taken away, a press on it opens its place. What is shown is bound to
 * the notification's id, so that the same one twice is one.
 */
type Push = ReturnType<PushData['json']>

export function servePush(): void {
  addEventListener('push', (event) => event.waitUntil(take(readPush(event.data))))
  addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(open(placeOf(event.notification)))
  })
}

async function take(push: Push): Promise<void> {
  for (const id of push.close ?? []) {
    for (const shown of await registration.getNotifications({ tag: id })) shown.close()
  }
  await markApp(push.unread)
  const { show } = push
  // Who has the page before him sees and hears it there.
  if (!show || (await windows()).some(({ focused }) => focused)) return
  await registration.showNotification(show.title, {
    tag: show.id,
    body: show.body,
    lang: show.language,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: { url: show.url },
  })
}

/** The number on the installed app's icon, where the system has one. */
async function markApp(unread: number | undefined): Promise<void> {
  if (unread === undefined || !('setAppBadge' in navigator)) return
  await (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => {})
}

/** A page that is open goes there itself, without being loaded anew. */
async function open(url: string): Promise<void> {
  const [page] = await windows()
  if (!page) {
    await clients.openWindow(url)
    return
  }
  await page.focus()
  page.postMessage({ open: url })
}

function windows(): Promise<readonly WindowClient[]> {
  return clients.matchAll({ type: 'window', includeUncontrolled: true })
}

/** Only a place of this app. */
function placeOf({ data }: Notification): string {
  const url: unknown = data && typeof data === 'object' && 'url' in data ? data.url : null
  return typeof url === 'string' && /^\/(?![/\\])/.test(url) ? url : '/notifications'
}

/** Only this installation can have written it: the push service reads nothing, and nobody else has the keys. */
function readPush(data: PushData | null): Push {
  return data?.json() ?? {}
}
