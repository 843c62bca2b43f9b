// What frontend/rules.mjs makes of the published rules.
declare module "evenhand:rules" {
  interface Wrong {
    instancePath: string;
    schemaPath: string;
  }
  const check: ((stop: unknown) => boolean) & { errors?: Wrong[] | null };
  export default check;
  export const words: Record<string, { field: string; words: string }>;
}
