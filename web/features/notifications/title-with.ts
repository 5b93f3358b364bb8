const mostShown = 99

/** A title with the count before it, in place of another count or none. */
export function titleWith(title: string, count: number): string {
  const bare = title.replace(/^\(\d+\+?\) /, '')
  return count > 0 ? `(${count > mostShown ? `${mostShown}+` : count}) ${bare}` : bare
}
