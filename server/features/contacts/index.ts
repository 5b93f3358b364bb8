export { readPhone, type Phone } from './read-phone.ts'
