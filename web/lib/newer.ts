/** An answer that was long on its way does not take the place of what was shown since; of the same moment it does. */
export function newer<View extends { updatedAt: string }>(known: View, given: View): View {
  return known.updatedAt > given.updatedAt ? known : given
}
