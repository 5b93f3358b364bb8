/** Only an address of this app is gone back to: never one that somebody put into a link. */
export function isOwnPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path)
}

/** Where one goes back to after the sign-in. */
export function nextOf(href: string): { next?: string } {
  return isOwnPath(href) && href !== '/' ? { next: href } : {}
}
