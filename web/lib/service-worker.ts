/** Lets the app open without a network. Browsers allow it over https and on one's own machine only. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // A browser that refuses (a private window) has the app with a network only.
    })
  })
}
