// Optional packages that are not installed. TypeScript uses a pattern of names only where an import resolves to no file.
declare module 'jest-extended/package.*' {}
