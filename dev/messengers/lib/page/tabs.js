const isRussian = navigator.language.toLowerCase().startsWith('ru')
/** What is no brand has a name in each language. */
const words = isRussian
  ? { website: 'Сайт ↗', messengers: 'Мессенджеры' }
  : { website: 'Website ↗', messengers: 'Messengers' }

/** Leads to the pages of the other messengers when several are played together. */
const showTabs = async () => {
  const tabs = await (await fetch('/playground/tabs')).json()
  if (tabs.length === 0) return
  const links = tabs.map(({ name, url }) => {
    const link = Object.assign(document.createElement('a'), {
      href: url,
      textContent: words[name] ?? name,
    })
    // What is no page of a messenger has no tabs to come back by.
    if (!new URL(url).pathname.startsWith('/playground')) link.target = '_blank'
    if (new URL(url).origin === location.origin) link.setAttribute('aria-current', 'page')
    return link
  })
  const bar = Object.assign(document.createElement('div'), { id: 'tabs' })
  bar.setAttribute('role', 'navigation')
  bar.setAttribute('aria-label', words.messengers)
  bar.append(...links)
  document.body.prepend(bar)
}

await showTabs()
