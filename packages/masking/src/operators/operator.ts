/** What is put in a value's place. `name` is the type in the words of a reader. */
export type Operator = (name: string, value: string) => string;
