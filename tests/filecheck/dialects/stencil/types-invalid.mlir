// RUN: fvopt-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{type_c1}}
func.func private @data() -> !stencil.field<ijk x 0 x f64>

// -----

// expected-error @+1 {{type_c1: data dimensions of the sizes [99999999999999, 99999999] make more than 2147483648 components}}
func.func private @many() -> !stencil.field<ijk x 99999999999999 x 99999999 x f64>

// -----

// expected-error @+1 {{type_c2}}
func.func private @element() -> !stencil.temp<ijk x f16>

// -----

// expected-error @+1 {{type_c3}}
func.func private @order() -> !stencil.field<ij x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>>

// -----

// The same holds for temps.
// expected-error @+1 {{type_c1: a data dimension has size 0, which is not positive}}
func.func private @data_of_temp() -> !stencil.temp<ijk x 0 x f64>

// -----

// expected-error @+1 {{type_c1: data dimensions of the sizes [99999999999999] make more than 2147483648 components}}
func.func private @many_of_temp() -> !stencil.temp<ijk x 99999999999999 x f64>

// -----

// expected-error @+1 {{type_c2: the element type is i7, but must be f32, f64, i1, i8, i16, i32 or i64}}
func.func private @element_of_field() -> !stencil.field<ijk x i7>

// -----

// expected-error @+1 {{type_c3: the layout's order "kj" is not a permutation of the axes `ijk`}}
func.func private @short_order() -> !stencil.field<ijk x f64, #stencil.layout<order = "kj", alignment = 64, padding = 0>>
