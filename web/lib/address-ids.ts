/** Ids as an address has them, `12,15`; what is none is left out. */
export function addressIds(text: string | null): number[] {
  return (text ?? '').split(',').flatMap((each) => (/^\d{1,15}$/.test(each) ? [Number(each)] : []))
}
