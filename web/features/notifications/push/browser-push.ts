import { subscribeToPush, unsubscribeFromPush } from '#contract/notifications'
import { call } from '../../../lib/api.ts'

/**
 * Whether this browser can be pushed to. `install`: on an iPhone only the installed app can. `insecure`: only over https or on
 * one's own machine. `denied`: its person said no to the browser, and only there can he change that.
 */
type PushState = 'on' | 'off' | 'denied' | 'insecure' | 'install' | 'unsupported'

const keptKey = 'beseda.push'

/** Kept in the browser, so that the next session of the same person here is pushed to as well. */
export function isWanted(who: string): boolean {
  try {
    return localStorage.getItem(keptKey) === who
  } catch {
    return false
  }
}

function keepWanted(who: string | null): void {
  try {
    if (who === null) localStorage.removeItem(keptKey)
    else localStorage.setItem(keptKey, who)
  } catch {
    // Storage is closed to us: it lasts as long as this session.
  }
}

export async function findPushState(who: string): Promise<PushState> {
  if (!isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) {
    return /iPhone|iPad/.test(navigator.userAgent) ? 'install' : 'unsupported'
  }
  if (Notification.permission === 'denied') return 'denied'
  const registration = await navigator.serviceWorker.getRegistration()
  if (!registration) return 'unsupported'
  const subscription = await registration.pushManager.getSubscription()
  return subscription && isWanted(who) ? 'on' : 'off'
}

/** Asks the browser, and then the person, who may say no. Call it at a press: browsers ask at nothing else. */
export async function switchOn(who: string, pushKey: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return findPushState(who)
  await subscribe(pushKey)
  keepWanted(who)
  return findPushState(who)
}

export async function switchOff(who: string): Promise<PushState> {
  keepWanted(null)
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) {
    await call(unsubscribeFromPush, { endpoint: subscription.endpoint })
    await subscription.unsubscribe()
  }
  return findPushState(who)
}

/** Tells the server where this browser is reached; one that was made for other keys is made anew. */
export async function subscribe(pushKey: string): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready
  const old = await pushManager.getSubscription()
  const isOurs = old && toText(old.options.applicationServerKey) === pushKey
  if (old && !isOurs) await old.unsubscribe()
  const subscription = isOurs
    ? old
    : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey })
  const { keys } = subscription.toJSON()
  await call(subscribeToPush, {
    endpoint: subscription.endpoint,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  })
}

function toText(key: ArrayBuffer | null): string {
  return btoa(String.fromCodePoint(...new Uint8Array(key ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
