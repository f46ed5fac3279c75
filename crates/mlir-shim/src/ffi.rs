//! Declarations of the C interface in `cpp/CApi.cpp` and `cpp/Hooks.h`.

use mlir_sys::*;
use std::ffi::c_void;

pub type TextCallback = Option<unsafe extern "C" fn(MlirStringRef, *mut c_void)>;
pub type RunPass = extern "C" fn(usize, MlirOperation, *const PassOptionValue) -> bool;
pub type BuildPipeline = extern "C" fn(
    usize,
    MlirOpPassManager,
    *const PassOptionValue,
    TextCallback,
    *mut c_void,
) -> bool;
pub type CodeCallback = Option<unsafe extern "C" fn(*const i64, isize, *mut c_void)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct DialectHooks {
    pub verify: extern "C" fn(MlirOperation) -> bool,
    pub verify_regions: extern "C" fn(MlirOperation) -> bool,
    pub verify_symbol_uses: extern "C" fn(MlirOperation, *mut c_void) -> bool,
    pub verify_attribute: extern "C" fn(MlirOperation, MlirStringRef, MlirAttribute) -> bool,
    pub fold: extern "C" fn(MlirOperation) -> MlirValue,
    pub canonicalize: extern "C" fn(MlirOperation, MlirPatternRewriter) -> bool,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct StencilHooks {
    pub parse_box: extern "C" fn(MlirStringRef, CodeCallback, TextCallback, *mut c_void) -> bool,
    pub print_box:
        extern "C" fn(*const i64, isize, *const MlirStringRef, isize, TextCallback, *mut c_void),
    pub verify_field: extern "C" fn(
        u32,
        *const i64,
        isize,
        MlirType,
        MlirStringRef,
        TextCallback,
        *mut c_void,
    ) -> bool,
    pub verify_temp:
        extern "C" fn(u32, *const i64, isize, MlirType, TextCallback, *mut c_void) -> bool,
    pub verify_layout: extern "C" fn(MlirStringRef, i64, i64, TextCallback, *mut c_void) -> bool,
    pub verify_schedule: extern "C" fn(
        MlirStringRef,
        MlirStringRef,
        *const i64,
        isize,
        i64,
        TextCallback,
        *mut c_void,
    ) -> bool,
}

#[repr(C)]
pub struct PassOption {
    pub name: MlirStringRef,
    pub help: MlirStringRef,
    pub kind: i32,
    pub default_value: MlirStringRef,
}

#[repr(C)]
pub struct PassOptionValue {
    pub boolean: bool,
    pub integer: i64,
    pub text: MlirStringRef,
}

#[repr(C)]
pub struct PassDescriptor {
    pub argument: MlirStringRef,
    pub description: MlirStringRef,
    pub options: *const PassOption,
    pub option_count: isize,
    pub identifier: usize,
}

unsafe extern "C" {
    pub fn fvoptSetStencilHooks(hooks: StencilHooks);
    pub fn fvoptSetDialectHooks(dialect: i32, hooks: DialectHooks);
    pub fn fvoptRegisterDialects(registry: MlirDialectRegistry);
    pub fn fvoptOptMain(
        argc: i32,
        argv: *mut *mut libc::c_char,
        name: MlirStringRef,
        registry: MlirDialectRegistry,
        nests_too_deep: extern "C" fn(MlirStringRef, MlirStringRef, MlirStringRef) -> bool,
        maximum_nesting: usize,
    ) -> i32;
    pub fn fvoptObjectOf(
        module: MlirModule,
        level: i32,
        cpu: MlirStringRef,
        features: MlirStringRef,
        suffix: MlirStringRef,
        entries: *const MlirStringRef,
        count: isize,
        on_object: TextCallback,
        object: *mut c_void,
        on_error: TextCallback,
        user: *mut c_void,
    ) -> bool;
    pub fn fvoptCodeLoad(
        objects: *const MlirStringRef,
        object_count: isize,
        names: *const MlirStringRef,
        addresses: *const *mut c_void,
        name_count: isize,
        libraries: *const MlirStringRef,
        library_count: isize,
        on_error: TextCallback,
        user: *mut c_void,
    ) -> *mut c_void;
    pub fn fvoptCodeLookup(
        code: *mut c_void,
        name: MlirStringRef,
        on_error: TextCallback,
        user: *mut c_void,
    ) -> *mut c_void;
    pub fn fvoptCodeDestroy(code: *mut c_void);
    pub fn fvoptProcessorFeatures(
        cpu: MlirStringRef,
        features: MlirStringRef,
        on_feature: TextCallback,
        user: *mut c_void,
    ) -> bool;
    pub fn fvoptLlvmVersion() -> MlirStringRef;
    pub fn fvoptCheckProcessor(
        cpu: MlirStringRef,
        features: MlirStringRef,
        runs_here: bool,
        on_error: TextCallback,
        user: *mut c_void,
    ) -> bool;
    pub fn fvoptSetLlvmOption(name: MlirStringRef, value: MlirStringRef) -> bool;
    pub fn fvoptLspServerMain(
        argc: i32,
        argv: *mut *mut libc::c_char,
        registry: MlirDialectRegistry,
    ) -> i32;
    pub fn fvoptTypeIsField(r#type: MlirType) -> bool;
    pub fn fvoptTypeIsTemp(r#type: MlirType) -> bool;
    pub fn fvoptFieldTypeGet(
        location: MlirLocation,
        axes: u32,
        data: *const i64,
        size: isize,
        element: MlirType,
        layout: MlirAttribute,
    ) -> MlirType;
    pub fn fvoptTempTypeGet(
        location: MlirLocation,
        axes: u32,
        data: *const i64,
        size: isize,
        element: MlirType,
    ) -> MlirType;
    pub fn fvoptShapedTypeGet(
        r#type: MlirType,
        data: *mut *const i64,
        size: *mut isize,
        element: *mut MlirType,
        layout: *mut MlirAttribute,
    ) -> u32;
    pub fn fvoptAttributeIsBox(attribute: MlirAttribute) -> bool;
    pub fn fvoptBoxAttrGet(context: MlirContext, code: *const i64, size: isize) -> MlirAttribute;
    pub fn fvoptBoxAttrCode(attribute: MlirAttribute, code: *mut *const i64, size: *mut isize);
    pub fn fvoptLayoutAttrGet(
        location: MlirLocation,
        order: MlirStringRef,
        alignment: i64,
        padding: i64,
    ) -> MlirAttribute;
    pub fn fvoptLayoutAttrValues(
        attribute: MlirAttribute,
        order: *mut MlirStringRef,
        alignment: *mut i64,
        padding: *mut i64,
    );
    pub fn fvoptScheduleAttrGet(
        location: MlirLocation,
        order: MlirStringRef,
        parallel: MlirStringRef,
        tile: *const i64,
        vector: i64,
    ) -> MlirAttribute;
    pub fn fvoptScheduleAttrValues(
        attribute: MlirAttribute,
        order: *mut MlirStringRef,
        parallel: *mut MlirStringRef,
        tile: *mut *const i64,
        vector: *mut i64,
    );
    pub fn fvoptEnumAttrGet(context: MlirContext, kind: i32, value: u32) -> MlirAttribute;
    pub fn fvoptEnumAttrValue(attribute: MlirAttribute) -> i64;
    pub fn fvoptEmitDiagnostic(
        location: MlirLocation,
        severity: i32,
        text: MlirStringRef,
        note_locations: *const MlirLocation,
        notes: *const MlirStringRef,
        note_count: isize,
    );
    pub fn fvoptSourceDiagnosticsCreate(
        context: MlirContext,
        name: MlirStringRef,
        buffer: *const u8,
        size: isize,
    ) -> *mut c_void;
    pub fn fvoptSourceDiagnosticsParse(
        handle: *mut c_void,
        context: MlirContext,
        maximum_nesting: usize,
    ) -> MlirModule;
    pub fn fvoptSourceDiagnosticsTake(
        handle: *mut c_void,
        callback: TextCallback,
        user_data: *mut c_void,
    );
    pub fn fvoptSourceDiagnosticsDestroy(handle: *mut c_void);
    pub fn fvoptLookupSymbol(
        tables: *mut c_void,
        from: MlirOperation,
        name: MlirStringRef,
    ) -> MlirOperation;
    pub fn fvoptTooDeepOperation(root: MlirOperation, maximum: usize) -> MlirOperation;
    pub fn fvoptMappingCreate() -> *mut c_void;
    pub fn fvoptMappingDestroy(mapping: *mut c_void);
    pub fn fvoptMappingMap(mapping: *mut c_void, from: MlirValue, to: MlirValue);
    pub fn fvoptMappingLookup(mapping: *mut c_void, from: MlirValue) -> MlirValue;
    pub fn fvoptMappingClone(mapping: *mut c_void, operation: MlirOperation) -> MlirOperation;
    pub fn fvoptOperationBounds(
        operation: MlirOperation,
        start: *mut isize,
        count: *mut isize,
    ) -> bool;
    pub fn fvoptOperationFieldView(
        operation: MlirOperation,
        source: *mut isize,
        level: *mut isize,
        component: *mut isize,
    ) -> bool;
    pub fn fvoptOperationEffects(
        operation: MlirOperation,
        give: unsafe extern "C" fn(isize, bool, *mut c_void),
        user_data: *mut c_void,
    ) -> bool;
    pub fn fvoptOperationSetBounds(
        operation: MlirOperation,
        values: *const MlirValue,
        count: isize,
    );
    pub fn fvoptOperationSetLocation(operation: MlirOperation, location: MlirLocation);
    pub fn fvoptOperationIsPure(operation: MlirOperation) -> bool;
    pub fn fvoptOperationIsBeforeInBlock(first: MlirOperation, second: MlirOperation) -> bool;
    pub fn fvoptGuardCanonicalizer(
        disabled: *const MlirStringRef,
        count: isize,
        folds: *const MlirStringRef,
        fold_count: isize,
    );
    pub fn fvoptRegisterPass(descriptor: *const PassDescriptor, run: RunPass);
    pub fn fvoptAddPass(
        manager: MlirOpPassManager,
        descriptor: *const PassDescriptor,
        run: RunPass,
        values: *const PassOptionValue,
    );
    pub fn fvoptRegisterPipeline(descriptor: *const PassDescriptor, build: BuildPipeline);
}
