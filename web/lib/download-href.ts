/** The same address, asking for an attachment instead of a page. */
export function downloadHref(url: string): string {
  if (url.startsWith('blob:') || url.startsWith('data:')) return url
  return `${url}${url.includes('?') ? '&' : '?'}download=1`
}
