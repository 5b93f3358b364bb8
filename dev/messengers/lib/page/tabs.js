/** Leads to the pages of the other messengers when several are played together. */
const showTabs = async () => {
  const tabs = await (await fetch('/playground/tabs')).json()
  if (tabs.length === 0) return
  const links = tabs.map(({ name, url }) => {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: name })
    // What is no page of a messenger has no tabs to come back by.
    if (!new URL(url).pathname.startsWith('/playground')) link.target = '_blank'
    if (new URL(url).origin === location.origin) link.setAttribute('aria-current', 'page')
    return link
  })
  const bar = Object.assign(document.createElement('div'), { id: 'tabs' })
  bar.setAttribute('role', 'navigation')
  bar.setAttribute('aria-label', 'Messengers')
  bar.append(...links)
  document.body.prepend(bar)
}

await showTabs()
