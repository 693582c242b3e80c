import * as pulumi from "@pulumi/pulumi";

/**
 * The same value, once the resources exist. Their urns tell that, which unlike ids are known in a preview: so it shows no
 * false change.
 */
export function whenCreated<T>(value: pulumi.Output<T>, resources: pulumi.Resource[]): pulumi.Output<T> {
    const urns = pulumi.all(resources.map(({ urn }) => urn));
    return pulumi.all([value, urns]).apply(([known]) => known) as pulumi.Output<T>;
}
