/** A site as people say it: without the scheme and what says nothing. */
export function siteName(website: string): string {
  return website.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
}
