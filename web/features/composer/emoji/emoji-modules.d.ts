/** [emoji, group, words in the language]; made by scripts/emoji-list.ts. */
declare module 'virtual:emoji/*' {
  const rows: readonly (readonly [string, number, string])[]
  export default rows
}
