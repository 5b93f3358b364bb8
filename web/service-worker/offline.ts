/**
 * The app opens without a network: its page and files are kept, build by build. What the server knows is not kept here but by
 * the app itself (web/lib/kept-answers.ts); calls of the API are none of our business.
 */
const prefix = 'beseda-'
const own = prefix + buildFiles.id
const page = '/index.html'
/** A page that is slower than this is opened from what is kept. */
const patienceMs = 4000

export function serveOffline(): void {
  addEventListener('install', (event) => event.waitUntil(keepBuild()))
  addEventListener('activate', (event) => event.waitUntil(Promise.all([forgetOld(), clients.claim()])))
  addEventListener('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== location.origin) return
    if (request.mode === 'navigate') {
      if (isPage(url.pathname)) event.respondWith(openPage(request))
    } else if (url.pathname.startsWith('/assets/') || buildFiles.files.includes(url.pathname)) {
      event.respondWith(openFile(request))
    }
  })
}

async function keepBuild(): Promise<void> {
  const cache = await caches.open(own)
  await cache.addAll([page, ...buildFiles.files])
  await skipWaiting()
}

/** Pages of the build before are still open: its files stay until the next one. */
async function forgetOld(): Promise<void> {
  const kept = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own)
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)))
}

/** The same as the server's own judgement of what is an address of the app. */
function isPage(path: string): boolean {
  return (
    !/^\/(api|f|hooks|assets|try|widget|metrics|healthz|readyz)(\/|$)/.test(path) &&
    !/\.[a-z0-9]{2,5}$/i.test(path)
  )
}

async function openPage(request: Request): Promise<Response> {
  const kept = (): Promise<Response | undefined> => caches.match(page, { cacheName: own })
  try {
    const answer = await Promise.race([fetch(request), tooLate()])
    if (answer) return answer
  } catch {
    // No network.
  }
  return (await kept()) ?? Response.error()
}

function tooLate(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, patienceMs, null))
}

/** Files of a build never change: what is kept is as good as what is asked for. */
async function openFile(request: Request): Promise<Response> {
  const kept = (await caches.match(request, { cacheName: own })) ?? (await caches.match(request))
  return kept ?? fetch(request)
}
