/** Ids of Azure's own roles, the same in every tenant. Source: Azure documentation, "Azure built-in roles". */
const builtInRoles: Readonly<Record<string, string>> = {
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  'PostgreSQL Flexible Server Long Term Retention Backup Role': 'c088a766-074b-43ba-90d4-1fb21feae531',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  'Storage Blob Delegator': 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
};

/** Id of a role of Azure's own; undefined for operations, which need a role of ours. */
export function builtInRole(name: string): string | undefined {
  return Object.hasOwn(builtInRoles, name) ? builtInRoles[name] : undefined;
}
