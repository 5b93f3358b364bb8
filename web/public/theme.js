// Runs before the first paint, so that a dark screen does not flash white. A file of its own: the policy forbids inline scripts.
;(() => {
  const root = document.documentElement
  let theme = null
  try {
    theme = localStorage.getItem('beseda.theme')
    const language = localStorage.getItem('beseda.language')
    root.lang = language ?? (/^(ru|be|uk|kk)/.test(navigator.language) ? 'ru' : 'en')
  } catch {
    // Storage is closed to us (private mode): the system decides.
  }
  const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
})()
