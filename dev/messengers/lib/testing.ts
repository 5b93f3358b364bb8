/** Asks for a page, for everything it names, and for what its scripts import; gives what could not be had. */
export const missingParts = async (page: string): Promise<string[]> => {
  const asked = new Set<string>()
  const missing: string[] = []
  const visit = async (url: string): Promise<void> => {
    if (asked.has(url)) return
    asked.add(url)
    const response = await fetch(url)
    if (response.status !== 200) missing.push(url)
    const text = await response.text()
    const named = url.endsWith('.js') ? /from '(\.\/\w+\.js)'/g : /(?:src|href)="([^"]+)"/g
    if (/\.(css|svg)$/.test(url)) return
    for (const [, part = ''] of text.matchAll(named)) await visit(new URL(part, url).href)
  }
  await visit(page)
  // A page without style and script would be no page.
  return asked.size > 5 ? missing : [...missing, 'nearly everything']
}
